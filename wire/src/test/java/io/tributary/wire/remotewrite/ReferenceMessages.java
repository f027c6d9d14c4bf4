package io.tributary.wire.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Both messages of remote write as the reference runtime of protobuf reads them, flattened to one
/// line of text per sample.
final class ReferenceMessages {
  private static final Descriptor V1;
  private static final Descriptor V2;

  static {
    try {
      V1 = file(1).findMessageTypeByName("Request");
      V2 = file(2).findMessageTypeByName("Request");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private ReferenceMessages() {}

  private static FileDescriptor file(int version) throws DescriptorValidationException {
    var histogram =
        DescriptorProto.newBuilder()
            .setName("Histogram")
            .addField(field("count_int", 1, FieldDescriptorProto.Type.TYPE_UINT64))
            .addField(field("count_float", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("sum", 3, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("schema", 4, FieldDescriptorProto.Type.TYPE_SINT32))
            .addField(field("zero_threshold", 5, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("zero_count_int", 6, FieldDescriptorProto.Type.TYPE_UINT64))
            .addField(field("zero_count_float", 7, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(repeated("negative_spans", 8, "BucketSpan"))
            .addField(repeated("negative_deltas", 9, FieldDescriptorProto.Type.TYPE_SINT64))
            .addField(repeated("negative_counts", 10, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(repeated("positive_spans", 11, "BucketSpan"))
            .addField(repeated("positive_deltas", 12, FieldDescriptorProto.Type.TYPE_SINT64))
            .addField(repeated("positive_counts", 13, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("reset_hint", 14, FieldDescriptorProto.Type.TYPE_INT32))
            .addField(field("timestamp", 15, FieldDescriptorProto.Type.TYPE_INT64));
    var span =
        DescriptorProto.newBuilder()
            .setName("BucketSpan")
            .addField(field("offset", 1, FieldDescriptorProto.Type.TYPE_SINT32))
            .addField(field("length", 2, FieldDescriptorProto.Type.TYPE_UINT32));
    var sample =
        DescriptorProto.newBuilder()
            .setName("Sample")
            .addField(field("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64));
    var exemplar = DescriptorProto.newBuilder().setName("Exemplar");
    var series = DescriptorProto.newBuilder().setName("TimeSeries");
    var request = DescriptorProto.newBuilder().setName("Request");
    var metadata = DescriptorProto.newBuilder().setName("Metadata");
    var file = FileDescriptorProto.newBuilder().setName("v" + version).setSyntax("proto3");
    if (version == 1) {
      exemplar
          .addField(repeated("labels", 1, "Label"))
          .addField(field("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
          .addField(field("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64));
      series
          .addField(repeated("labels", 1, "Label"))
          .addField(repeated("samples", 2, "Sample"))
          .addField(repeated("exemplars", 3, "Exemplar"))
          .addField(repeated("histograms", 4, "Histogram"));
      metadata
          .addField(field("type", 1, FieldDescriptorProto.Type.TYPE_INT32))
          .addField(field("metric_family_name", 2, FieldDescriptorProto.Type.TYPE_STRING))
          .addField(field("help", 4, FieldDescriptorProto.Type.TYPE_STRING))
          .addField(field("unit", 5, FieldDescriptorProto.Type.TYPE_STRING));
      request
          .addField(repeated("timeseries", 1, "TimeSeries"))
          .addField(repeated("metadata", 3, "Metadata"));
      file.addMessageType(
          DescriptorProto.newBuilder()
              .setName("Label")
              .addField(field("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
              .addField(field("value", 2, FieldDescriptorProto.Type.TYPE_STRING)));
    } else {
      histogram
          .addField(repeated("custom_values", 16, FieldDescriptorProto.Type.TYPE_DOUBLE))
          .addField(field("start_timestamp", 17, FieldDescriptorProto.Type.TYPE_INT64));
      sample.addField(field("start_timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64));
      exemplar
          .addField(repeated("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32))
          .addField(field("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE))
          .addField(field("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64));
      metadata
          .addField(field("type", 1, FieldDescriptorProto.Type.TYPE_INT32))
          .addField(field("help_ref", 3, FieldDescriptorProto.Type.TYPE_UINT32))
          .addField(field("unit_ref", 4, FieldDescriptorProto.Type.TYPE_UINT32));
      series
          .addField(repeated("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32))
          .addField(repeated("samples", 2, "Sample"))
          .addField(repeated("histograms", 3, "Histogram"))
          .addField(repeated("exemplars", 4, "Exemplar"))
          .addField(
              FieldDescriptorProto.newBuilder()
                  .setName("metadata")
                  .setNumber(5)
                  .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                  .setTypeName("Metadata")
                  .setLabel(Label.LABEL_OPTIONAL));
      request
          .addField(repeated("symbols", 4, FieldDescriptorProto.Type.TYPE_STRING))
          .addField(repeated("timeseries", 5, "TimeSeries"));
    }
    file.addMessageType(histogram)
        .addMessageType(span)
        .addMessageType(sample)
        .addMessageType(exemplar)
        .addMessageType(metadata)
        .addMessageType(series)
        .addMessageType(request);
    return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL)
        .build();
  }

  private static FieldDescriptorProto repeated(
      String name, int number, FieldDescriptorProto.Type type) {
    return field(name, number, type).toBuilder().setLabel(Label.LABEL_REPEATED).build();
  }

  private static FieldDescriptorProto repeated(String name, int number, String message) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(message)
        .setLabel(Label.LABEL_REPEATED)
        .build();
  }

  /// Lookups by name, which the descriptors themselves make slowly.
  private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new HashMap<>();

  static DynamicMessage parse(int version, EncodedRequest request)
      throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(
        version == 1 ? V1 : V2,
        ByteString.copyFrom(request.bytes(), request.offset(), request.length()));
  }

  static DynamicMessage parse1(byte[] bytes) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(V1, bytes);
  }

  static Object get(DynamicMessage message, String field) {
    return message.getField(
        FIELDS
            .computeIfAbsent(message.getDescriptorForType(), _ -> new HashMap<>())
            .computeIfAbsent(field, message.getDescriptorForType()::findFieldByName));
  }

  @SuppressWarnings("unchecked") // Repeated fields are lists; the callers name the element type.
  static <T> List<T> list(DynamicMessage message, String field) {
    return (List<T>) get(message, field);
  }

  /// One line per sample, in order: labels, value or histogram, time, metadata, exemplars.
  static List<String> lines(int version, EncodedRequest request)
      throws InvalidProtocolBufferException {
    DynamicMessage message = parse(version, request);
    List<String> symbols = version == 1 ? List.of() : list(message, "symbols");
    var lines = new ArrayList<String>();
    for (DynamicMessage series : ReferenceMessages.<DynamicMessage>list(message, "timeseries")) {
      String tail = "";
      if (version == 2) {
        var metadata = (DynamicMessage) get(series, "metadata");
        tail =
            " type=%s help=%s unit=%s"
                .formatted(
                    get(metadata, "type"),
                    symbols.get((int) get(metadata, "help_ref")),
                    symbols.get((int) get(metadata, "unit_ref")));
      }
      var exemplars = new StringBuilder();
      for (DynamicMessage exemplar : ReferenceMessages.<DynamicMessage>list(series, "exemplars")) {
        exemplars
            .append(" # ")
            .append(labels(version, exemplar, symbols))
            .append(get(exemplar, "value"))
            .append('@')
            .append(get(exemplar, "timestamp"));
      }
      String labels = labels(version, series, symbols);
      for (DynamicMessage sample : ReferenceMessages.<DynamicMessage>list(series, "samples")) {
        lines.add(
            "%s %x@%s%s%s%s"
                .formatted(
                    labels,
                    Double.doubleToRawLongBits((double) get(sample, "value")),
                    get(sample, "timestamp"),
                    version == 2 ? " start=" + get(sample, "start_timestamp") : "",
                    tail,
                    exemplars));
      }
      for (DynamicMessage histogram :
          ReferenceMessages.<DynamicMessage>list(series, "histograms")) {
        lines.add(labels + " " + text(histogram) + tail + exemplars);
      }
    }
    return lines;
  }

  private static String text(DynamicMessage histogram) {
    var fields = new TreeMap<Integer, String>();
    histogram
        .getAllFields()
        .forEach((field, value) ->
            fields.put(
                field.getNumber(),
                value.toString().replaceAll("\\s+", " ").replace(" ,", ",").replace(" ]", "]")));
    return fields.toString();
  }

  private static String labels(int version, DynamicMessage message, List<String> symbols) {
    var text = new StringBuilder("{");
    if (version == 1) {
      for (DynamicMessage label : ReferenceMessages.<DynamicMessage>list(message, "labels")) {
        text.append(get(label, "name")).append('=').append(get(label, "value")).append(',');
      }
    } else {
      List<Integer> refs = list(message, "labels_refs");
      for (int i = 0; i < refs.size(); i += 2) {
        text.append(symbols.get(refs.get(i)))
            .append('=')
            .append(symbols.get(refs.get(i + 1)))
            .append(',');
      }
    }
    return text.append('}').toString();
  }
}
