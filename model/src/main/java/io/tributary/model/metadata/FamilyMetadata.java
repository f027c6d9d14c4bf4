package io.tributary.model.metadata;

/// Type, help and unit of the metric family `family`; all but the type may be empty.
public record FamilyMetadata(String family, MetricType type, String help, String unit) {
  public static final FamilyMetadata NONE = new FamilyMetadata("", MetricType.UNKNOWN, "", "");
}
