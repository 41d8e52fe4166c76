/** Tests of the log as JSON lines. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.logging;
