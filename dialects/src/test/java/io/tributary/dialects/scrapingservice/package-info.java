@NullMarked
package io.tributary.dialects.scrapingservice;

import org.jspecify.annotations.NullMarked;
