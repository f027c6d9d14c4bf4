package io.tributary.runtime.content;

import io.tributary.base.time.Clock;
import io.tributary.component.ComponentId;
import java.nio.file.Path;

/// What a source of content may use. `modulePath` is that of whoever asks for the content.
public record ContentContext(ComponentId id, Path dataDirectory, Clock clock, String modulePath) {}
