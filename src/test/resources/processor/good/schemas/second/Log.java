package com.example.second;

import dev.tidemark.annotation.*;

@Table
@SuppressWarnings("TDM-147")
record Log(String line) {}
