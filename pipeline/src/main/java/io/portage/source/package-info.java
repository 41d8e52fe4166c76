/** Read-only access to the source's own database, for commands; the job never uses it. */
@org.jspecify.annotations.NullMarked
package io.portage.source;
