package io.tributary.testkit.remotewrite;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;

/// The descriptors of both remote-write messages, written down field by field. Enumerations are
/// read as `int32`: the same on the wire, and unknown numbers stay visible.
///
/// Source: prometheus/prometheus `prompb/remote.proto`, `prompb/types.proto` and
/// `prompb/io/prometheus/write/v2/types.proto`.
final class Messages {
  /// `prometheus.WriteRequest`.
  static final Descriptor V1 = build(v1()).findMessageTypeByName("WriteRequest");

  /// `io.prometheus.write.v2.Request`.
  static final Descriptor V2 = build(v2()).findMessageTypeByName("Request");

  private Messages() {}

  private static FileDescriptorProto v1() {
    return file("prometheus")
        .addMessageType(
            message("WriteRequest")
                .addField(list("timeseries", 1, "TimeSeries"))
                .addField(list("metadata", 3, "MetricMetadata")))
        .addMessageType(
            message("MetricMetadata")
                .addField(one("type", 1, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(one("metric_family_name", 2, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("help", 4, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("unit", 5, FieldDescriptorProto.Type.TYPE_STRING)))
        .addMessageType(
            message("TimeSeries")
                .addField(list("labels", 1, "Label"))
                .addField(list("samples", 2, "Sample"))
                .addField(list("exemplars", 3, "Exemplar"))
                .addField(list("histograms", 4, "Histogram")))
        .addMessageType(
            message("Label")
                .addField(one("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(one("value", 2, FieldDescriptorProto.Type.TYPE_STRING)))
        .addMessageType(
            message("Sample")
                .addField(one("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(one("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(
            message("Exemplar")
                .addField(list("labels", 1, "Label"))
                .addField(one("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(one("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(histogram())
        .addMessageType(span())
        .build();
  }

  private static FileDescriptorProto v2() {
    return file("io.prometheus.write.v2")
        .addMessageType(
            message("Request")
                .addField(many("symbols", 4, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(list("timeseries", 5, "TimeSeries")))
        .addMessageType(
            message("TimeSeries")
                .addField(many("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(list("samples", 2, "Sample"))
                .addField(list("histograms", 3, "Histogram"))
                .addField(list("exemplars", 4, "Exemplar"))
                .addField(single("metadata", 5, "Metadata")))
        .addMessageType(
            message("Sample")
                .addField(one("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(one("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(one("start_timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(
            message("Exemplar")
                .addField(many("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(one("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(one("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(
            message("Metadata")
                .addField(one("type", 1, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(one("help_ref", 3, FieldDescriptorProto.Type.TYPE_UINT32))
                .addField(one("unit_ref", 4, FieldDescriptorProto.Type.TYPE_UINT32)))
        .addMessageType(
            histogram().addField(one("start_timestamp", 17, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(span())
        .build();
  }

  /// The same in both versions but for the start timestamp of 2.0.
  private static DescriptorProto.Builder histogram() {
    return message("Histogram")
        .addField(one("count_int", 1, FieldDescriptorProto.Type.TYPE_UINT64))
        .addField(one("count_float", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(one("sum", 3, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(one("schema", 4, FieldDescriptorProto.Type.TYPE_SINT32))
        .addField(one("zero_threshold", 5, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(one("zero_count_int", 6, FieldDescriptorProto.Type.TYPE_UINT64))
        .addField(one("zero_count_float", 7, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(list("negative_spans", 8, "BucketSpan"))
        .addField(many("negative_deltas", 9, FieldDescriptorProto.Type.TYPE_SINT64))
        .addField(many("negative_counts", 10, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(list("positive_spans", 11, "BucketSpan"))
        .addField(many("positive_deltas", 12, FieldDescriptorProto.Type.TYPE_SINT64))
        .addField(many("positive_counts", 13, FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(one("reset_hint", 14, FieldDescriptorProto.Type.TYPE_INT32))
        .addField(one("timestamp", 15, FieldDescriptorProto.Type.TYPE_INT64))
        .addField(many("custom_values", 16, FieldDescriptorProto.Type.TYPE_DOUBLE));
  }

  private static DescriptorProto.Builder span() {
    return message("BucketSpan")
        .addField(one("offset", 1, FieldDescriptorProto.Type.TYPE_SINT32))
        .addField(one("length", 2, FieldDescriptorProto.Type.TYPE_UINT32));
  }

  // Syntax proto2: every field then knows whether it was present, which the count oneofs need.
  private static FileDescriptorProto.Builder file(String packageName) {
    return FileDescriptorProto.newBuilder()
        .setName(packageName + ".proto")
        .setPackage(packageName)
        .setSyntax("proto2");
  }

  private static DescriptorProto.Builder message(String name) {
    return DescriptorProto.newBuilder().setName(name);
  }

  private static FieldDescriptorProto one(String name, int number, FieldDescriptorProto.Type type) {
    return field(name, number, FieldDescriptorProto.Label.LABEL_OPTIONAL).setType(type).build();
  }

  private static FieldDescriptorProto many(
      String name, int number, FieldDescriptorProto.Type type) {
    return field(name, number, FieldDescriptorProto.Label.LABEL_REPEATED).setType(type).build();
  }

  private static FieldDescriptorProto single(String name, int number, String message) {
    return field(name, number, FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setTypeName(message)
        .build();
  }

  private static FieldDescriptorProto list(String name, int number, String message) {
    return field(name, number, FieldDescriptorProto.Label.LABEL_REPEATED)
        .setTypeName(message)
        .build();
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Label label) {
    return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setLabel(label);
  }

  private static FileDescriptor build(FileDescriptorProto file) {
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("BUG: descriptor of " + file.getPackage(), e);
    }
  }
}
