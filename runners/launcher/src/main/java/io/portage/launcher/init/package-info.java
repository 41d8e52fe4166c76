/** The command {@code init}. */
@NullMarked
package io.portage.launcher.init;

import org.jspecify.annotations.NullMarked;
