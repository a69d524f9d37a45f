// A Durable Object's storage as far as the SQL port uses it, and no further: one table, which `put` adds a
// value to and `all` reads, and transactions that roll back what threw. Real SQL runs in workerd.
class Storage {
  constructor() {
    this.rows = [];
    this.sql = { exec: (query, ...bindings) => this.exec(query, bindings) };
  }

  exec(query, bindings) {
    if (query === "put") {
      this.rows = [...this.rows, bindings];
      return new Cursor([], bindings.length);
    }
    if (query === "all") return new Cursor(this.rows, 0);
    throw new Error(`near "${query}": syntax error`);
  }

  transactionSync(closure) {
    const before = this.rows;
    try {
      return closure();
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }
}

class Cursor {
  constructor(rows, rowsWritten) {
    this.rows = rows;
    this.rowsWritten = rowsWritten;
  }

  raw() {
    return this.rows[Symbol.iterator]();
  }
}

export function stateDouble() {
  return { storage: new Storage() };
}

/** Puts a value there that the port itself would not write. */
export function putForeign(state, value) {
  state.storage.rows.push([value]);
}
