/// The section `scraping_service` of static mode: its fields and its flags as
/// [io.tributary.cluster.service.ScrapingServiceSettings], and those as a tree of River, the
/// component `prometheus.scraping_service`.
///
/// Entry points: [ScrapingServiceBinder], [ScrapingServiceTree], [ScrapingServiceYaml]. May use
/// `dialects.yaml` and `dialects.tree`.
@NullMarked
package io.tributary.dialects.scrapingservice;

import org.jspecify.annotations.NullMarked;
