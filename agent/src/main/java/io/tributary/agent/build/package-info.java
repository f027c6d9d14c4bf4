/// Which build of Tributary this is: [io.tributary.agent.build.BuildInfo].
@org.jspecify.annotations.NullMarked
package io.tributary.agent.build;
