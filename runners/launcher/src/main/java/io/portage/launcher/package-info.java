/** The commands of {@code portage}. */
package io.portage.launcher;
