package io.github.mooring.bench.fork;

/** The process that started this one. Stateless. */
public final class Parent {
    private Parent() {}

    /**
     * Ends this process when the one that started it ends. Maven does not take its children along when it is killed, and a
     * load that nobody waits for only disturbs others.
     */
    public static void endWithIt() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            Thread watch = new Thread(() -> {
                parent.onExit().join();
                System.exit(1);
            });
            watch.setDaemon(true);
            watch.start();
        });
    }
}
