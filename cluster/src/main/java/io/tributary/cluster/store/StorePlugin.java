package io.tributary.cluster.store;

/// What a plugin with the client of a store offers. `settings` is for a store of its kind.
public interface StorePlugin {
  /// Opens the store; does not wait until that answers. Throws where it never could.
  KeyValueStore open(StoreSettings settings, StoreContext context) throws StoreException;
}
