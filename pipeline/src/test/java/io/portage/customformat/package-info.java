/**
 * A format outside of the main code: the events of an application in JSON. It consists of this
 * package and of one line in {@code META-INF/services/io.portage.config.FormatProvider}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.customformat;
