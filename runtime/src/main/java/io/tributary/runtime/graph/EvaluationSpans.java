package io.tributary.runtime.graph;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;

/// What evaluations look like in a trace: a `GraphEvaluate` for each load of a module, a
/// `SubmitDependantsForEvaluation` where something has changed, and in both an `EvaluateNode` for
/// each node. The load of a module that a node makes lies within the span of that node.
///
/// Source: grafana/alloy `internal/runtime/internal/controller/loader.go`, for names and
/// attributes.
final class EvaluationSpans {
  private final Tracer tracer;

  EvaluationSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /// Runs the evaluation of a whole module.
  void load(String module, Runnable evaluation) {
    Span span = tracer.spanBuilder("GraphEvaluate").startSpan();
    span.setAttribute("controller_id", module);
    run(span, evaluation);
  }

  /// Runs the evaluation of those that depend on `originators` nodes.
  void change(String module, int originators, Runnable evaluation) {
    Span span = tracer.spanBuilder("SubmitDependantsForEvaluation").startSpan();
    span.setAttribute("controller_id", module);
    span.setAttribute("originators_count", originators);
    run(span, evaluation);
  }

  private static void run(Span span, Runnable evaluation) {
    try (Scope _ = span.makeCurrent()) {
      evaluation.run();
      span.setStatus(StatusCode.OK);
    } finally {
      span.end();
    }
  }

  /// Runs the evaluation of a node, which tells `findings` what is wrong.
  void node(String id, Findings findings, Runnable evaluation) {
    Span span = tracer.spanBuilder("EvaluateNode").startSpan();
    if (!span.isRecording()) {
      evaluation.run();
      return;
    }
    span.setAttribute("node_id", id);
    int known = findings.all().size();
    try (Scope _ = span.makeCurrent()) {
      evaluation.run();
      findings.all().stream()
          .skip(known)
          .filter(Diagnostic::isError)
          .findFirst()
          .ifPresentOrElse(
              error -> span.setStatus(StatusCode.ERROR, error.message()),
              () -> span.setStatus(StatusCode.OK));
    } finally {
      span.end();
    }
  }
}
