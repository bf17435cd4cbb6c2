import dev.tidemark.annotation.*;

@Table
record Thing(@Id long id) {}
