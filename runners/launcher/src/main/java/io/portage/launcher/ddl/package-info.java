/** The command {@code ddl}, and the creation of missing tables at the start of a run. */
@NullMarked
package io.portage.launcher.ddl;

import org.jspecify.annotations.NullMarked;
