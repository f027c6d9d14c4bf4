package io.tributary.agent.web.service;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.agent.web.page.Html;
import io.tributary.base.config.GoDurations;
import io.tributary.cluster.service.RingReport;
import io.tributary.net.server.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// `/debug/ring`: the members of the ring, and the configurations with who runs them. Works without
/// a script.
///
/// Source: grafana/dskit `ring/http.go`, for the JSON and the columns; the configurations are ours.
final class RingPage {
  /// What Go shows of a time that was never set.
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private static final String[] COLUMNS = {
    "Instance ID",
    "Availability Zone",
    "State",
    "Address",
    "Registered At",
    "Last Heartbeat",
    "Tokens",
    "Ownership",
    "Actions"
  };

  private final RingReport report;

  RingPage(RingReport report) {
    this.report = report;
  }

  Response json() throws ApiError {
    return Response.json(200, Json.document(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("shards");
    for (RingReport.Member member : report.members()) {
      json.writeStartObject();
      json.writeStringProperty("id", member.id());
      json.writeStringProperty("state", member.state());
      json.writeStringProperty("address", member.address());
      json.writeStringProperty("timestamp", time(member.heartbeatSeconds()));
      json.writeStringProperty(
          "registered_timestamp",
          member.registeredSeconds() == 0 ? NEVER : time(member.registeredSeconds()));
      json.writeStringProperty("zone", member.zone());
      json.writeArrayPropertyStart("tokens");
      member.tokens().forEach(json::writeNumber);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("now", now());
    json.writeArrayPropertyStart("configurations");
    for (RingReport.Configuration one : report.configurations()) {
      json.writeStartObject();
      json.writeStringProperty("name", one.name());
      json.writeNumberProperty("key", one.key());
      json.writeStringProperty("owner", one.owner());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  private String now() {
    return Instant.ofEpochMilli(report.nowMs()).toString();
  }

  Response html(boolean withTokens) {
    var out = new StringBuilder(4096);
    out.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    out.append("<title>Ring Status</title>\n<h1>Ring Status</h1>\n");
    out.append("<p>Current time: ").append(now()).append("</p>\n");
    members(out);
    if (withTokens) {
      out.append("<p><a href=\"?\">Hide tokens</a></p>\n");
      report.members().forEach(member -> tokens(out, member));
    } else {
      out.append("<p><a href=\"?tokens=true\">Show tokens</a></p>\n");
    }
    configurations(out);
    return Html.page(out.append("</html>\n").toString());
  }

  private void members(StringBuilder out) {
    out.append("<form action=\"\" method=\"POST\">\n<table border=\"1\">\n<thead><tr>");
    for (String column : COLUMNS) {
      out.append("<th>").append(column).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    report.members().forEach(member -> member(out, member));
    out.append("</tbody>\n</table>\n</form>\n");
  }

  private void member(StringBuilder out, RingReport.Member member) {
    Duration age =
        Duration.ofMillis(report.nowMs()).minus(Duration.ofSeconds(member.heartbeatSeconds()));
    out.append("<tr>");
    cell(out, member.id());
    cell(out, member.zone());
    cell(out, member.state());
    cell(out, member.address());
    cell(out, member.registeredSeconds() == 0 ? "" : time(member.registeredSeconds()));
    cell(out, GoDurations.format(age) + " ago (" + time(member.heartbeatSeconds()) + ")");
    cell(out, String.valueOf(member.tokens().size()));
    cell(out, String.format(Locale.ROOT, "%.4g%%", member.share() * 100));
    out.append("<td><button name=\"forget\" value=\"")
        .append(Html.escape(member.id()))
        .append("\" type=\"submit\">Forget</button></td></tr>\n");
  }

  private static void cell(StringBuilder out, String text) {
    out.append("<td>").append(Html.escape(text)).append("</td>");
  }

  private static void tokens(StringBuilder out, RingReport.Member member) {
    out.append("<h2>Instance: ").append(Html.escape(member.id())).append("</h2>\n<p>Tokens:<br>\n");
    member.tokens().forEach(token -> out.append(token).append('\n'));
    out.append("</p>\n");
  }

  private void configurations(StringBuilder out) {
    out.append("<h2>Configurations</h2>\n<table border=\"1\">\n");
    out.append("<thead><tr><th>Name</th><th>Key</th><th>Owner</th></tr></thead>\n<tbody>\n");
    for (RingReport.Configuration one : report.configurations()) {
      out.append("<tr>");
      cell(out, one.name());
      cell(out, String.valueOf(one.key()));
      cell(out, one.owner().isEmpty() ? "nobody" : one.owner());
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n");
  }
}
