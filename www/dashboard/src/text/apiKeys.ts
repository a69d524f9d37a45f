/** Settings: the keys that a customer's own systems call the API with. */

export const apiKeys = {
  title: "API keys",
  body: "With a key, your own systems report referred people and successes to Goodword. A key can do nothing else.",
  none: "No key yet.",
  columns: { name: "Key", made: "Created", used: "Last used", actions: "Actions" },
  never: "Never",
  make: "Create a key",
  form: {
    title: "Create an API key",
    name: "What is it for?",
    nameHint: "Such as “The shop”. It tells your keys apart.",
    nameMissing: "Say what the key is for.",
    submit: "Create the key",
  },
  made: {
    title: (name: string) => `The key for ${name}`,
    once: "Copy it now",
    warning:
      "Goodword shows the key only once and keeps no copy. Anybody who has it can report referrals in your name, so keep it with your passwords, and out of web pages.",
    key: "API key",
    copy: "Copy the key",
    copied: "Copied",
    done: "I have copied it",
  },
  end: {
    action: "End",
    of: (name: string) => `End the key ${name}`,
    title: (name: string) => `End the key ${name}?`,
    body: "Calls with this key are refused from now on. Its reports stay. This cannot be undone.",
    confirm: "End the key",
  },
  example: {
    title: "How your system calls Goodword",
    claim:
      "When somebody signs up with a code, report them. The answer has the referral's id, and says whether it counts:",
    success:
      "When they buy, report the success with that id. The campaign needs a rule about the API:",
    copyClaim: "Copy the call that reports a person",
    copySuccess: "Copy the call that reports a success",
    key: "YOUR_KEY",
    more: "The API's description",
  },
} as const;
