/** A reference source that exists in tests only: the rows that an HTTP server returns. */
@org.jspecify.annotations.NullMarked
package io.portage.enrich.rest;
