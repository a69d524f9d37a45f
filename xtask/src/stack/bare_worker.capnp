using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "kv", worker = (modules = [(name = "kv", esModule = embed "stand_ins.js")],
                            compatibilityDate = "2026-11-01")),
    (name = "tables", disk = (path = "tables", writable = true)),
    # The sandbox is on this machine.
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "LINKS", kvNamespace = "kv"),
    (name = "WAKE", queue = "kv"),
    (name = "PORTAL", durableObjectNamespace = "PortalObject"),
    (name = "DIRECTORY", durableObjectNamespace = "DirectoryObject"),
    (name = "PUBLIC_ORIGIN", fromEnvironment = "PUBLIC_ORIGIN"),
    (name = "HUBSPOT_API_ORIGIN", fromEnvironment = "HUBSPOT_API_ORIGIN"),
    (name = "HUBSPOT_APP_ORIGIN", fromEnvironment = "HUBSPOT_APP_ORIGIN"),
    (name = "HUBSPOT_CLIENT_ID", fromEnvironment = "HUBSPOT_CLIENT_ID"),
    (name = "HUBSPOT_APP_ID", fromEnvironment = "HUBSPOT_APP_ID"),
    (name = "HUBSPOT_CLIENT_SECRET", fromEnvironment = "HUBSPOT_CLIENT_SECRET"),
    (name = "SEALING_KEYS", fromEnvironment = "SEALING_KEYS"),
    (name = "SESSION_KEY", fromEnvironment = "SESSION_KEY"),
  ],
  durableObjectNamespaces = [
    (className = "PortalObject", uniqueKey = "portal", enableSql = true),
    (className = "DirectoryObject", uniqueKey = "directory", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "tables"),
);
