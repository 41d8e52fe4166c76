/** The command {@code verify}. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.verify;
