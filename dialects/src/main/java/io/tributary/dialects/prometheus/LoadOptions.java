package io.tributary.dialects.prometheus;

/// What the command line adds to a configuration file.
///
/// `preferProtobuf` puts protobuf first where nothing is configured, as the start-timestamp
/// features do; `extraScrapeMetrics` is the default of the setting of that name.
public record LoadOptions(
    Environment environment, boolean preferProtobuf, boolean extraScrapeMetrics) {
  public static LoadOptions of(Environment environment) {
    return new LoadOptions(environment, false, false);
  }
}
