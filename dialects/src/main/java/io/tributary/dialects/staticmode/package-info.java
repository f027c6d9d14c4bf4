/// Reads the `agent.yaml` of Grafana Agent's static mode.
///
/// Everything that is wrong becomes a finding at its place in the file as it was written, also
/// where environment variables were filled in.
@NullMarked
package io.tributary.dialects.staticmode;

import org.jspecify.annotations.NullMarked;
