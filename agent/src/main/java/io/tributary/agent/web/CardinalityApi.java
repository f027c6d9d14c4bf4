package io.tributary.agent.web;

import io.tributary.metrics.scrape.cardinality.Cardinality;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.metrics.scrape.cardinality.SeriesCount;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `/api/v0/web/cardinality`: which metrics, labels and targets make how many series.
///
/// Counting walks every series, so there is one count at a time.
final class CardinalityApi {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 1000;

  private final AgentView agent;

  CardinalityApi(AgentView agent) {
    this.agent = agent;
  }

  synchronized Response answer(Request request) throws IOException, ApiError {
    int limit = limit(TargetsApi.text(request.parameter("limit")));
    if (limit <= 0) {
      return Response.text(400, "limit must be a number between 1 and " + MOST + "\n");
    }
    String job = TargetsApi.text(request.parameter("job"));
    List<ExposedSeries> targets =
        agent.exposed().stream()
            .filter(target -> job.isEmpty() || job.equals(target.job()))
            .toList();
    Cardinality count = SeriesCount.of(targets, limit);
    return Response.json(200, Json.document(json -> write(json, count)));
  }

  /// 0 where it is none.
  private static int limit(String text) {
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      return limit <= MOST ? limit : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static void write(JsonGenerator json, Cardinality count) {
    json.writeStartObject();
    json.writeNumberProperty("series", count.series());
    json.writeNumberProperty("targets", count.targets());
    json.writeArrayPropertyStart("metrics");
    for (Cardinality.OfMetric metric : count.metrics()) {
      json.writeStartObject();
      json.writeStringProperty("name", metric.name());
      json.writeNumberProperty("series", metric.series());
      json.writeNumberProperty("targets", metric.targets());
      json.writeNumberProperty("bytes", metric.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("labels");
    for (Cardinality.OfLabel label : count.labels()) {
      json.writeStartObject();
      json.writeStringProperty("name", label.name());
      json.writeNumberProperty("values", label.values());
      json.writeNumberProperty("series", label.series());
      json.writeNumberProperty("bytes", label.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("topTargets");
    count.topTargets().forEach(target -> write(json, target));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Cardinality.OfTarget target) {
    json.writeStartObject();
    json.writeStringProperty("job", target.job());
    json.writeStringProperty("instance", target.instance());
    json.writeStringProperty("url", target.url());
    json.writeNumberProperty("series", target.series());
    json.writeNumberProperty("addedPerHour", target.addedPerHour());
    json.writeNumberProperty("bytes", target.bytes());
    json.writeEndObject();
  }
}
