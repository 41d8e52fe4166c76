/** Tests of runs. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.run;
