package io.tributary.runtime;

/// What a configuration with errors does.
public enum LoadMode {
  /// As the originals: text that cannot be read or linked changes nothing, and the first load has
  /// to be without any error. What cannot be evaluated in a later load is unhealthy, and the rest
  /// is live.
  STRICT,
  /// A file with an error is left out, or stays as it last was good; the others are loaded, the
  /// first time as well.
  LENIENT
}
