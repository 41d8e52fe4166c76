/** Read-only access to the source's own database, for commands; the job never uses it. */
@NullMarked
package io.portage.source;

import org.jspecify.annotations.NullMarked;
