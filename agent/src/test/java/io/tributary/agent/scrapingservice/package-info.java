/// Tests of the scraping service as a part of the graph.
@NullMarked
package io.tributary.agent.scrapingservice;

import org.jspecify.annotations.NullMarked;
