package io.tributary.agent.web;

import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import java.util.Optional;

/// `/-/healthy`, `/-/ready`, `/-/reload` and `/-/quit`.
///
/// Source: parity §7.2; prometheus `web/web.go`.
final class Management {
  /// What an operator can ask of the process.
  interface Controls {
    /// Reloads the configuration; the reason where that failed.
    Optional<String> reload();

    void quit();
  }

  private final boolean isEnabled;
  private final Controls controls;

  Management(boolean isEnabled, Controls controls) {
    this.isEnabled = isEnabled;
    this.controls = controls;
  }

  Response healthy(Request request) {
    return Response.text(200, "Prometheus Agent is Healthy.\n");
  }

  Response ready(Request request) {
    return Response.text(200, "Prometheus Agent is Ready.\n");
  }

  Response reload(Request request) {
    if (!isEnabled) {
      return disabled();
    }
    return controls
        .reload()
        .map(reason -> Response.text(500, "failed to reload config: " + reason + "\n"))
        .orElseGet(() -> Response.empty(200));
  }

  Response quit(Request request) {
    if (!isEnabled) {
      return disabled();
    }
    controls.quit();
    return Response.text(200, "Requesting termination... Goodbye!");
  }

  Response wrongMethod(Request request) {
    return Response.text(405, "Only POST or PUT requests allowed").withHeader("Allow", "POST, PUT");
  }

  private static Response disabled() {
    return Response.text(403, "Lifecycle API is not enabled.");
  }
}
