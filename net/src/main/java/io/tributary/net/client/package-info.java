/// The HTTP client: settings as they stand in a configuration, and what is built from them.
///
/// [io.tributary.net.client.HttpClientSettings] is the block that scrape jobs, discovery and remote
/// write share. Credentials that come from files are read again for each request.
@NullMarked
package io.tributary.net.client;

import org.jspecify.annotations.NullMarked;
