"""Looks into the sealed records of a page with the diary, each in a connection of its own."""

from __future__ import annotations

SHEETS = """(act) => new Promise((done) => {
  const request = indexedDB.open("procerus-diary");
  request.onsuccess = () => {
    const base = request.result;
    const of = (name, mode) => base.transaction(name, mode).objectStore(name);
    act(of, (what) => { base.close(); done(what); });
  };
})"""
COUNT = f"""(name) => ({SHEETS})((of, done) => {{
  of(name, "readonly").count().onsuccess = ({{ target }}) => done(target.result);
}})"""
LENGTHS = f"""(name) => ({SHEETS})((of, done) => {{
  of(name, "readonly").getAll().onsuccess = ({{ target }}) => {{
    done(target.result.map((one) => one.sealed.byteLength));
  }};
}})"""
SWAP = f"""() => ({SHEETS})((of, done) => {{
  const store = of("statements", "readwrite");
  store.getAllKeys().onsuccess = ({{ target: {{ result: keys }} }}) => {{
    store.getAll().onsuccess = ({{ target: {{ result: values }} }}) => {{
      store.put(values[1], keys[0]);
      store.put(values[0], keys[1]).onsuccess = () => done();
    }};
  }};
}})"""
RUIN = f"""() => ({SHEETS})((of, done) => {{
  of("statements", "readwrite").openCursor().onsuccess = ({{ target: {{ result: cursor }} }}) => {{
    const value = cursor.value;
    new Uint8Array(value.sealed)[7] ^= 1;
    cursor.update(value).onsuccess = () => done();
  }};
}})"""
