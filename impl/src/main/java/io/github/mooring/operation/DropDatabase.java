package io.github.mooring.operation;

/** The {@code dropDatabase} command. */
public record DropDatabase(String databaseName) implements Command<Boolean> {
    @Override
    public String name() {
        return "dropDatabase";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("dropDatabase", 1);
    }

    @Override
    public Boolean decode(CommandReply reply) {
        return true;
    }
}
