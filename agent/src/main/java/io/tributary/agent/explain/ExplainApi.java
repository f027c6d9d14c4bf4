package io.tributary.agent.explain;

import io.tributary.agent.explain.ExplainQuery.Answer;
import io.tributary.agent.explain.ExplainQuery.Pools;
import io.tributary.agent.explain.ExplainQuery.Single;
import io.tributary.base.config.ConfigException;
import io.tributary.model.labels.Labels;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `/api/v0/web/explain`: what becomes of targets and samples, from the agent that runs.
///
/// `GET` takes `pool`, `labels`, `target` and `sample` as parameters, `POST` the same as the fields
/// of a JSON object. `format` chooses JSON, `text` or `terminal` (text with colours).
public final class ExplainApi {
  public static final String PATH = "/api/v0/web/explain";

  /// Whether something is kept, in answers of every format.
  public static final String KEPT_HEADER = "X-Tributary-Kept";

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final ExplainView view;

  public ExplainApi(ExplainView view) {
    this.view = view;
  }

  /// The fields of a request as they were written.
  private static final class Fields {
    @Nullable String pool;
    @Nullable String target;
    @Nullable String sample;
    @Nullable String format;
    @Nullable Labels labels;

    ExplainQuery query() {
      return new ExplainQuery(
          written(pool),
          Optional.ofNullable(labels).map(SecretParameters::hidden),
          written(target),
          written(sample));
    }

    private static Optional<String> written(@Nullable String text) {
      return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }
  }

  public Response get(Request request) throws IOException {
    var fields = new Fields();
    fields.pool = request.parameter("pool");
    fields.target = request.parameter("target");
    fields.sample = request.parameter("sample");
    fields.format = request.parameter("format");
    String labels = request.parameter("labels");
    try {
      fields.labels = labels == null || labels.isEmpty() ? null : LabelText.parse(labels);
      return answer(fields);
    } catch (ConfigException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  public Response post(Request request) throws IOException {
    String body = new String(request.body(MAX_BODY_BYTES), StandardCharsets.UTF_8);
    try {
      return answer(read(body));
    } catch (JacksonException e) {
      return Response.text(400, "not a JSON object: " + e.getOriginalMessage() + "\n");
    } catch (ConfigException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private static Fields read(String body) {
    var fields = new Fields();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new ConfigException("expected a JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("labels") && value == JsonToken.START_OBJECT) {
          fields.labels = LabelText.read(json);
        } else if (value == JsonToken.VALUE_STRING) {
          set(fields, name, json.getString());
        } else if (value != JsonToken.VALUE_NULL) {
          throw new ConfigException("the field \"" + name + "\" has to be a text");
        }
      }
      if (json.nextToken() != null) {
        throw new ConfigException("expected nothing behind the JSON object");
      }
    }
    return fields;
  }

  private static void set(Fields fields, String name, String value) {
    switch (name) {
      case "pool" -> fields.pool = value;
      case "target" -> fields.target = value;
      case "sample" -> fields.sample = value;
      case "format" -> fields.format = value;
      case "labels" -> fields.labels = value.isEmpty() ? null : LabelText.parse(value);
      default -> throw new ConfigException("there is no field \"" + name + '"');
    }
  }

  private Response answer(Fields fields) {
    ExplainPlan plan = SecretParameters.hidden(view.explainPlan());
    ExplainQuery query = fields.query();
    String format = fields.format == null ? "" : fields.format;
    if (format.isEmpty() || format.equals("json")) {
      Answer answer = query.answerOfOne(plan, this::discovered);
      return kept(Response.json(200, json(answer)), answer);
    }
    if (!format.equals("text") && !format.equals("terminal")) {
      throw new ConfigException("the format is json, text or terminal");
    }
    Answer answer = query.answer(plan, this::discovered);
    return kept(Response.text(200, Answers.text(answer, format.equals("terminal"))), answer);
  }

  private List<Labels> discovered(ScrapePath path) {
    return SecretParameters.hidden(view.discovered(path));
  }

  private static Response kept(Response response, Answer answer) {
    return response.withHeader(KEPT_HEADER, String.valueOf(Answers.isKept(answer)));
  }

  /// One object: of several targets of one name, the first.
  private static byte[] json(Answer answer) {
    return switch (answer) {
      case Single(var explanations, _) -> ExplainJson.write(explanations.getFirst());
      case Pools(var explanations) -> ExplainJson.write(explanations.getFirst());
    };
  }

  /// The body of a `POST` for `query`.
  public static byte[] body(ExplainQuery query, String format) {
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      query.pool().ifPresent(pool -> json.writeStringProperty("pool", pool));
      query.target().ifPresent(target -> json.writeStringProperty("target", target));
      query.sample().ifPresent(sample -> json.writeStringProperty("sample", sample));
      query
          .labels()
          .ifPresent(labels -> {
            json.writeObjectPropertyStart("labels");
            labels.forEach(json::writeStringProperty);
            json.writeEndObject();
          });
      json.writeStringProperty("format", format);
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
