-- The machine's XML as an expert gave it or a host last had it, with all that has no column of its own: what a host that has no
-- definition, or an older one, begins with; and the generation that it is of. null = nothing but what the columns say.
ALTER TABLE "vm" ADD COLUMN "definition" TEXT;
ALTER TABLE "vm" ADD COLUMN "definition_generation" INTEGER;
