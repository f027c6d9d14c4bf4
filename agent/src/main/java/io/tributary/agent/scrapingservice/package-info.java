/// The scraping service as a part of the graph: [ScrapingServiceComponent] takes part in the ring
/// and runs what this agent owns, [ModuleWorkload] makes modules of it. What HTTP tells of it goes
/// through [RunsConfigurations].
@NullMarked
package io.tributary.agent.scrapingservice;

import org.jspecify.annotations.NullMarked;
