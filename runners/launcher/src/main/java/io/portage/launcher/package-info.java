/**
 * The commands: {@code demo}, {@code run}, {@code publish}, {@code check}, {@code time}.
 *
 * <p>{@link io.portage.launcher.Portage} is the root. A runner module hands it its {@link
 * io.portage.launcher.Engine}; nothing here knows a runner by its classes.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher;
