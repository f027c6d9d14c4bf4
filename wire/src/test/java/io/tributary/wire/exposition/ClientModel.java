package io.tributary.wire.exposition;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The exposition messages as the reference implementation of protobuf sees them: the second
/// reading that ours is compared with.
final class ClientModel {
  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Map.of(
          "string", FieldDescriptorProto.Type.TYPE_STRING,
          "double", FieldDescriptorProto.Type.TYPE_DOUBLE,
          "uint64", FieldDescriptorProto.Type.TYPE_UINT64,
          "uint32", FieldDescriptorProto.Type.TYPE_UINT32,
          "int64", FieldDescriptorProto.Type.TYPE_INT64,
          "int32", FieldDescriptorProto.Type.TYPE_INT32,
          "sint32", FieldDescriptorProto.Type.TYPE_SINT32,
          "sint64", FieldDescriptorProto.Type.TYPE_SINT64);

  private static final FileDescriptor FILE = describe();

  static final Descriptor METRIC_FAMILY = FILE.findMessageTypeByName("MetricFamily");

  private ClientModel() {}

  /// The families, given in protobuf's text form, as a delimited body.
  static byte[] body(String... families) {
    var out = new ByteArrayOutputStream();
    for (String family : families) {
      try {
        message(family).writeDelimitedTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  static DynamicMessage message(String text) {
    var builder = DynamicMessage.newBuilder(METRIC_FAMILY);
    try {
      TextFormat.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
    return builder.build();
  }

  private static FileDescriptor describe() {
    var file =
        FileDescriptorProto.newBuilder()
            .setName("metrics.proto")
            .setPackage("io.prometheus.client")
            .setSyntax("proto3")
            .addEnumType(types())
            .addMessageType(message("Timestamp", "int64 seconds 1", "int32 nanos 2"))
            .addMessageType(message("LabelPair", "string name 1", "string value 2"))
            .addMessageType(message("Gauge", "double value 1"))
            .addMessageType(message("Untyped", "double value 1"))
            .addMessageType(
                message("Counter", "double value 1", "Exemplar exemplar 2", "Timestamp created 3"))
            .addMessageType(message("Quantile", "double quantile 1", "double value 2"))
            .addMessageType(
                message(
                    "Summary",
                    "uint64 sample_count 1",
                    "double sample_sum 2",
                    "repeated Quantile quantile 3",
                    "Timestamp created 4"))
            .addMessageType(
                message(
                    "Histogram",
                    "uint64 sample_count 1",
                    "double sample_sum 2",
                    "repeated Bucket bucket 3",
                    "double sample_count_float 4",
                    "sint32 schema 5",
                    "double zero_threshold 6",
                    "uint64 zero_count 7",
                    "double zero_count_float 8",
                    "repeated BucketSpan negative_span 9",
                    "repeated sint64 negative_delta 10",
                    "repeated double negative_count 11",
                    "repeated BucketSpan positive_span 12",
                    "repeated sint64 positive_delta 13",
                    "repeated double positive_count 14",
                    "Timestamp created 15",
                    "repeated Exemplar exemplars 16"))
            .addMessageType(
                message(
                    "Bucket",
                    "uint64 cumulative_count 1",
                    "double upper_bound 2",
                    "Exemplar exemplar 3",
                    "double cumulative_count_float 4"))
            .addMessageType(message("BucketSpan", "sint32 offset 1", "uint32 length 2"))
            .addMessageType(
                message(
                    "Exemplar",
                    "repeated LabelPair label 1",
                    "double value 2",
                    "Timestamp timestamp 3"))
            .addMessageType(
                message(
                    "Metric",
                    "repeated LabelPair label 1",
                    "Gauge gauge 2",
                    "Counter counter 3",
                    "Summary summary 4",
                    "Untyped untyped 5",
                    "int64 timestamp_ms 6",
                    "Histogram histogram 7"))
            .addMessageType(
                message(
                    "MetricFamily",
                    "string name 1",
                    "string help 2",
                    "MetricType type 3",
                    "repeated Metric metric 4",
                    "string unit 5"))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EnumDescriptorProto types() {
    var types = EnumDescriptorProto.newBuilder().setName("MetricType");
    int number = 0;
    for (String name :
        List.of("COUNTER", "GAUGE", "SUMMARY", "UNTYPED", "HISTOGRAM", "GAUGE_HISTOGRAM")) {
      types.addValue(EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number++));
    }
    return types.build();
  }

  private static DescriptorProto message(String name, String... fields) {
    var message = DescriptorProto.newBuilder().setName(name);
    for (String field : fields) {
      boolean repeated = field.startsWith("repeated ");
      String[] words = (repeated ? field.substring(9) : field).split(" ");
      var proto =
          FieldDescriptorProto.newBuilder()
              .setName(words[1].toLowerCase(Locale.ROOT))
              .setNumber(Integer.parseInt(words[2]))
              .setLabel(repeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
      FieldDescriptorProto.Type scalar = SCALARS.get(words[0]);
      if (scalar != null) {
        proto.setType(scalar);
      } else {
        proto.setType(
            words[0].equals("MetricType")
                ? FieldDescriptorProto.Type.TYPE_ENUM
                : FieldDescriptorProto.Type.TYPE_MESSAGE);
        proto.setTypeName(".io.prometheus.client." + words[0]);
      }
      message.addField(proto);
    }
    return message.build();
  }
}
