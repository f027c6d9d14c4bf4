package io.tributary.agent.traces;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Takes a fraction of all traces, which may change; spans of one trace go together.
final class FractionSampler implements Sampler {
  private final DoubleSupplier fraction;
  private volatile Chosen chosen = new Chosen(0);

  private record Chosen(double fraction, Sampler sampler) {
    Chosen(double fraction) {
      this(fraction, Sampler.parentBased(Sampler.traceIdRatioBased(fraction)));
    }
  }

  FractionSampler(DoubleSupplier fraction) {
    this.fraction = fraction;
  }

  private Sampler current() {
    double now = fraction.getAsDouble();
    Chosen current = chosen;
    if (current.fraction != now) {
      current = new Chosen(now);
      chosen = current;
    }
    return current.sampler;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return current().shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return current().getDescription();
  }
}
