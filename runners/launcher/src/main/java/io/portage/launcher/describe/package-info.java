/** The command {@code describe}: the mapping of a job's tables. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.describe;
