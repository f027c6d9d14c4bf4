/// Explains relabelling: what becomes of a target or a sample on its way through a configuration,
/// rule by rule, and why.
///
/// An [io.tributary.agent.explain.ExplainPlan] is the way that a configuration describes, whatever
/// its dialect; [io.tributary.agent.explain.Explainer] sends one label set along it. The command
/// line and the HTTP surface print what comes of it as text or as JSON.
@NullMarked
package io.tributary.agent.explain;

import org.jspecify.annotations.NullMarked;
