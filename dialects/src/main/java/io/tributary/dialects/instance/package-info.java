/// One instance of static mode: jobs with the destinations and the log that they share. It stands
/// in the agent's file, or as a document of its own in the store of the scraping service.
///
/// Entry points: [InstanceBinder] for what stands in a file; [InstanceReader], which makes
/// [InstanceDocument]s of what lies in the store, for that.
@NullMarked
package io.tributary.dialects.instance;

import org.jspecify.annotations.NullMarked;
