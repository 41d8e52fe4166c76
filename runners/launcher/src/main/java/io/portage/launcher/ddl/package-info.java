/** The command {@code ddl}, and the creation of missing tables at the start of a run. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.ddl;
