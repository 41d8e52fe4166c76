/** Tests of the output of commands. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.output;
