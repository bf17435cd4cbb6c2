@Database(app = "types")
package com.example.types;

import dev.tidemark.annotation.Database;
