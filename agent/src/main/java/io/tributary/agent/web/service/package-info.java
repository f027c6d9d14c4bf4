/// What HTTP tells of the scraping service: [ScrapingServiceRoutes] is the entry.
@NullMarked
package io.tributary.agent.web.service;

import org.jspecify.annotations.NullMarked;
