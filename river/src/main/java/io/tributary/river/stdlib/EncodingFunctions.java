package io.tributary.river.stdlib;

import static io.tributary.river.stdlib.Stdlib.function;

import io.tributary.base.config.ConfigException;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.stdlib.json.JsonWriter;
import io.tributary.river.stdlib.text.UrlQuery;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// `encoding.*`: JSON, YAML, base64 and URL queries.
final class EncodingFunctions {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private EncodingFunctions() {}

  static Map<String, Value> all() {
    return Stdlib.named(
        function("from_json", 1, arguments -> JsonReader.floats(arguments.text(0))),
        function("from_yaml", 1, arguments -> YamlReader.read(arguments.text(0))),
        function("from_base64", 1, arguments -> decoded(arguments, "+/", Base64.getDecoder())),
        function(
            "from_URLbase64", 1, arguments -> decoded(arguments, "-_", Base64.getUrlDecoder())),
        function("to_json", 1, EncodingFunctions::toJson),
        function("to_base64", 1, arguments -> encoded(arguments, Base64.getEncoder())),
        function("to_URLbase64", 1, arguments -> encoded(arguments, Base64.getUrlEncoder())),
        function("url_encode", 1, arguments -> Value.of(UrlQuery.encode(arguments.text(0)))),
        function("url_decode", 1, arguments -> Value.of(UrlQuery.decode(arguments.text(0)))));
  }

  private static Value toJson(Arguments arguments) {
    if (arguments.get(0) instanceof ObjectValue object) {
      return Value.of(JsonWriter.write(object));
    }
    throw new ConfigException("jsonEncode only supports map");
  }

  private static Value encoded(Arguments arguments, Base64.Encoder encoder) {
    return Value.of(encoder.encodeToString(arguments.text(0).getBytes(StandardCharsets.UTF_8)));
  }

  /// Padded base64; line breaks in it do not count.
  private static Value decoded(Arguments arguments, String specials, Base64.Decoder decoder) {
    String text = arguments.text(0).replace("\r", "").replace("\n", "");
    int data = text.length();
    while (data > 0 && data > text.length() - 2 && text.charAt(data - 1) == '=') {
      data--;
    }
    for (int i = 0; i < data; i++) {
      if (LETTERS.indexOf(text.charAt(i)) < 0 && specials.indexOf(text.charAt(i)) < 0) {
        throw illegal(i);
      }
    }
    if (text.length() % 4 != 0) {
      throw illegal(data < text.length() ? text.length() : data - data % 4);
    }
    return Value.of(new String(decoder.decode(text), StandardCharsets.UTF_8));
  }

  private static ConfigException illegal(int at) {
    return new ConfigException("illegal base64 data at input byte " + at);
  }
}
