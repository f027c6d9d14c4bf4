package io.tributary.dialects.staticmode;

import io.tributary.river.syntax.Expression;

/// An attribute of `prometheus.exporter.unix` that somebody has set; `block` is empty for those
/// that stand in none.
record UnixAttribute(String block, String name, Expression value) {}
