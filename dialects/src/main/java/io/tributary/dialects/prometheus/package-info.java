/// Reads `prometheus.yml` as Prometheus does in agent mode, and says everything that is wrong with
/// it at once.
///
/// [io.tributary.dialects.prometheus.PrometheusConfig#load] is the entry point. It yields settings
/// records of the engines, which know nothing of YAML, or diagnostics.
/// [io.tributary.dialects.prometheus.LocatedConfig] keeps beside them where in the file each part
/// stands; `dialects.prometheus.tree` makes a tree of River of it. Depends on `dialects.yaml` and
/// on the settings in `metrics`, `discovery`, `net` and `model`.
@NullMarked
package io.tributary.dialects.prometheus;

import org.jspecify.annotations.NullMarked;
