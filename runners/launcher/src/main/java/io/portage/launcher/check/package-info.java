/** The command {@code check}, and the checks that a run makes before it starts. Writes nothing. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.check;
