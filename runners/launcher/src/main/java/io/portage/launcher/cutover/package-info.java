/** The command {@code cutover}: may the application move to the target? */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.cutover;
