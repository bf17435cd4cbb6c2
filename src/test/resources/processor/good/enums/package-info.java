@Database(app = "enums", schema = "app")
package com.example.enums;

import dev.tidemark.annotation.Database;
