/**
 * The phone's keys: IndexedDB `countersign-phone`, store `keys`, by authenticator id. A `CryptoKey`
 * that is not extractable can be stored and used here, but its bits never reach JavaScript.
 */
export interface PhoneKey {
  privateKey: CryptoKey;
  authenticatorId: string;
  deviceId: string;
}

const databaseName = "countersign-phone";
const storeName = "keys";

/** Fails where a browser forbids storage (some private modes): ask before making a key. */
export async function openKeyStore(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => {
    if (!opening.result.objectStoreNames.contains(storeName))
      opening.result.createObjectStore(storeName);
  };
  return settled(opening);
}

export async function saveKey(key: PhoneKey): Promise<void> {
  await withStore("readwrite", (store) => store.put(key, key.authenticatorId));
}

/** The key of an authenticator, or undefined if this browser has none (any more). */
export async function loadKey(authenticatorId: string): Promise<PhoneKey | undefined> {
  const found = await withStore<unknown>("readonly", (store) => store.get(authenticatorId));
  return isPhoneKey(found) ? found : undefined;
}

/** Forgets every key of this browser: a phone has one owner at a time. */
export async function forgetKeys(): Promise<void> {
  await withStore("readwrite", (store) => store.clear());
}

async function withStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openKeyStore();
  try {
    const transaction = database.transaction(storeName, mode);
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("storage aborted"));
      transaction.onerror = () => reject(transaction.error ?? new Error("storage failed"));
    });
    const [result] = await Promise.all([
      settled(work(transaction.objectStore(storeName))),
      finished,
    ]);
    return result;
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage failed"));
  });
}

function isPhoneKey(value: unknown): value is PhoneKey {
  if (typeof value !== "object" || value === null) return false;
  const key = value as Partial<PhoneKey>;
  return (
    key.privateKey instanceof CryptoKey &&
    !key.privateKey.extractable &&
    typeof key.authenticatorId === "string" &&
    typeof key.deviceId === "string"
  );
}
