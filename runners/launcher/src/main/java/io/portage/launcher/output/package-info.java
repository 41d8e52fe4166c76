/** The output of commands: tables of text, and JSON. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.output;
