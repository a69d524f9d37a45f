/** Settings: the keys that a customer's own systems call the API with. */

export const apiKeys = {
  title: "API keys",
  body: "Your own systems tell Goodword with a key whom a code referred, and what came of it. A key is good for that alone.",
  none: "No key yet.",
  columns: { name: "Key", made: "Made", used: "Last used", actions: "Actions" },
  never: "Never",
  make: "Make a key",
  form: {
    title: "Make an API key",
    name: "What is it for?",
    nameHint: "Such as “The shop”. You tell your keys apart by it.",
    nameMissing: "Say what the key is for.",
    submit: "Make the key",
  },
  made: {
    title: (name: string) => `The key for ${name}`,
    once: "Copy it now",
    warning:
      "It is shown this once: Goodword keeps no copy. Whoever has it can report referrals in your name, so keep it where you keep passwords, and out of web pages.",
    key: "API key",
    copy: "Copy the key",
    copied: "Copied",
    done: "I have copied it",
  },
  end: {
    action: "End",
    of: (name: string) => `End the key ${name}`,
    title: (name: string) => `End the key ${name}?`,
    body: "Calls with it are refused from now on. What it reported stays. This cannot be undone.",
    confirm: "End the key",
  },
  example: {
    title: "How your system calls Goodword",
    claim:
      "When somebody signs up with a code, report them. The answer has the referral's id, and says whether it counts:",
    success:
      "When they buy, report the success with that id. The campaign must have a rule about calls of the API:",
    copyClaim: "Copy the call that reports a person",
    copySuccess: "Copy the call that reports a success",
    key: "YOUR_KEY",
    more: "The API's description",
  },
} as const;
