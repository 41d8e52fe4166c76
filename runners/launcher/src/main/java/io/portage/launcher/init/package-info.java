/** The command {@code init}. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.init;
